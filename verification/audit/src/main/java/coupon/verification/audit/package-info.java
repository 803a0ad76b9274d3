/** The command that replays the topic and proves, or disproves, that the database holds what the rules give. */
@NullMarked
package coupon.verification.audit;

import org.jspecify.annotations.NullMarked;
