package coupon.local;

import coupon.local.server.Launcher;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops the stack that deploy/local/up started.")
final class DownCommand implements Callable<Integer> {
    /** The applications have 30 seconds to end, and the servers after them. */
    private static final int LIMIT_SECONDS = 90;

    @Mixin
    private StackPaths paths = new StackPaths();

    @Override
    public Integer call() throws Exception {
        Optional<StackState> state = StackState.read(paths.data());
        Optional<ProcessHandle> owner = state.flatMap(StackState::owner);
        if (owner.isPresent()) {
            System.out.println("Stopping the stack (process " + owner.get().pid() + ")");
            stop(owner.get());
        }
        List<ProcessHandle> left = state.map(StackState::children).orElse(List.of());
        left.forEach(DownCommand::kill);
        StackState.delete(paths.data());
        System.out.println(owner.isPresent() || !left.isEmpty() ? "Stopped" : "No stack is running on " + paths.data());
        return 0;
    }

    private static void stop(ProcessHandle owner) throws Exception {
        owner.destroy();
        Launcher.signal("CONT", owner.pid()); // frozen, it would never see that it is to end
        try {
            owner.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            System.out.println("It did not end within " + LIMIT_SECONDS + " s and is killed");
            kill(owner);
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
