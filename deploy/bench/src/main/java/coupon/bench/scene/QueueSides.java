package coupon.bench.scene;

import coupon.local.Stack;
import coupon.local.StackSettings.QueueType;

/** The one that fits a stack. */
final class QueueSides {
    private QueueSides() {}

    static QueueSide of(QueueType queue, Stack stack) {
        return switch (queue) {
            case kafka -> new KafkaSide(stack);
            case redis -> throw new IllegalStateException("no look into Redis yet");
        };
    }
}
