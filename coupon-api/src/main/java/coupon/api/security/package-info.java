/** Who is asking: users as the setting says, operators by password or token. */
@NullMarked
package coupon.api.security;

import org.jspecify.annotations.NullMarked;
