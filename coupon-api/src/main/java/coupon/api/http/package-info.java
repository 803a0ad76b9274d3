/** What all calls share in reading and writing HTTP: ids, times, strict JSON, security headers, limits of patience. */
@NullMarked
package coupon.api.http;

import org.jspecify.annotations.NullMarked;
