/** What both applications are started with. */
@NullMarked
package coupon.core.application;

import org.jspecify.annotations.NullMarked;
