/** The API as its clients and its operators call it, and the forms that its replies must have. */
@NullMarked
package coupon.verification.testkit.client;

import org.jspecify.annotations.NullMarked;
