/** Who is asking: users as the setting says, operators always by password. */
@NullMarked
package coupon.api.security;

import org.jspecify.annotations.NullMarked;
