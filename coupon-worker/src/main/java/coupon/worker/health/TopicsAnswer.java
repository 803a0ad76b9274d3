package coupon.worker.health;

import coupon.worker.guard.EventsTopic;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the broker has of the topics. */
record TopicsAnswer(Set<String> missing, @Nullable EventsTopic events) {}
