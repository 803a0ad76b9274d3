package coupon.api.docs;

import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import reactor.core.scheduler.Schedulers;

/** Generates the document where one may read files for it. All other calls stay on the event loop. */
final class OffTheEventLoop implements WebFluxConfigurer {
    private static final String GENERATOR = "org.springdoc.";

    @Override
    public void configureBlockingExecution(BlockingExecutionConfigurer blocking) {
        blocking.setExecutor(new TaskExecutorAdapter(
                        task -> Schedulers.boundedElastic().schedule(task)))
                .setControllerMethodPredicate(
                        method -> method.getBeanType().getName().startsWith(GENERATOR));
    }
}
