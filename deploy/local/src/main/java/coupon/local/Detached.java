package coupon.local;

import coupon.local.server.Java;
import coupon.local.server.Launcher;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code up} in a JVM that goes on without this one, and follows it until it is ready or has failed. */
final class Detached {
    private static final int LOOK_AGAIN_MILLIS = 100;

    private final StackPaths paths;
    private final Path log;

    Detached(StackPaths paths) {
        this.paths = paths;
        this.log = paths.logs().resolve("stack.log");
    }

    /** Returns the exit code: 0 when the stack is ready. If this JVM is ended before, so is the stack. */
    int up(List<String> arguments) throws IOException, InterruptedException {
        Preflight.checkNoneRuns(paths.data()); // else its log would be set aside
        Files.createDirectories(log.getParent());
        Logs.setAside(log);
        Process stack = start(arguments);
        Runnable stopIt = () -> stop(stack);
        Launcher.beforeTheKill(stopIt);
        try (RandomAccessFile output = new RandomAccessFile(log.toFile(), "r")) {
            boolean ended = false;
            while (!ended && !isReady(stack)) {
                ended = stack.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                copy(output);
            }
            copy(output);
        }
        Launcher.forget(stopIt);
        return stack.isAlive() ? 0 : Math.max(1, stack.exitValue());
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(Launcher.ownSession());
        command.addAll(List.of("nohup", Java.launcher()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add(Main.class.getName());
        command.addAll(arguments);
        command.removeIf(UpCommand.DETACH::equals);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(paths.home().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    private boolean isReady(Process stack) {
        return StackState.read(paths.data())
                .filter(state -> state.ready() && state.owner().pid() == stack.pid())
                .isPresent();
    }

    private static void stop(Process stack) {
        stack.destroy();
        stack.onExit().join();
    }

    private static void copy(RandomAccessFile output) throws IOException {
        byte[] more = new byte[(int) (output.length() - output.getFilePointer())];
        output.readFully(more);
        System.out.print(new String(more, StandardCharsets.UTF_8));
        System.out.flush();
    }
}
