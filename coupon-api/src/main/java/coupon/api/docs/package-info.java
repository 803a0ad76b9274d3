/** The description of the calls for other people's tools. */
@NullMarked
package coupon.api.docs;

import org.jspecify.annotations.NullMarked;
