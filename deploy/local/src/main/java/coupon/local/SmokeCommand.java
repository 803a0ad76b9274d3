package coupon.local;

import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "smoke",
        mixinStandardHelpOptions = true,
        description = "Issues coupons of the running stack and checks the answers.")
final class SmokeCommand implements Callable<Integer> {
    @Mixin
    private StackPaths paths = new StackPaths();

    @Override
    public Integer call() {
        int port = StackState.running(paths.data()).apiPort();
        return new Smoke(new SmokeClient(URI.create("http://127.0.0.1:" + port)), System.out::println).passes() ? 0 : 1;
    }
}
