/** The system as its users meet it: servers, API and workers as processes of their own, driven from outside. */
@NullMarked
package coupon.verification.system;

import org.jspecify.annotations.NullMarked;
