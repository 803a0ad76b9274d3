/** The whole stack on this machine: what it is made of, how it is started, supervised, checked and stopped. */
@NullMarked
package coupon.local;

import org.jspecify.annotations.NullMarked;
