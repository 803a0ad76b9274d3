package coupon.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A process, by its id and the time it began: ids are used again by the system, and then mean somebody else. */
record ProcessId(long pid, Instant startedAt) {
    /** Systems tell the time of a start with an error of up to a second. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static ProcessId of(ProcessHandle process) {
        return new ProcessId(process.pid(), startOf(process));
    }

    /** The inverse of {@link #toString()}. */
    static ProcessId parse(String text) {
        String[] parts = text.split("@", 2);
        return new ProcessId(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
    }

    /** The process, if it still runs. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        Duration.between(startOf(process), startedAt).abs().compareTo(TOLERANCE) < 0);
    }

    @Override
    public String toString() {
        return pid + "@" + startedAt.toEpochMilli();
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
