/** What goes wrong with the whole system, and that its guarantees hold meanwhile and afterwards. */
@NullMarked
package coupon.system.fault;

import org.jspecify.annotations.NullMarked;
