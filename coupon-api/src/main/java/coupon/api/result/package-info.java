/** What became of a request: for whoever waits for it, and for whoever asks later. */
@NullMarked
package coupon.api.result;

import org.jspecify.annotations.NullMarked;
