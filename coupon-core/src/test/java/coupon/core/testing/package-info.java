/** What tests of every module share: fixtures that speak the domain, and real servers. */
@NullMarked
package coupon.core.testing;

import org.jspecify.annotations.NullMarked;
