/** The ports to the database, which is the authority for stock, holders and outcomes. */
@NullMarked
package coupon.core.store;

import org.jspecify.annotations.NullMarked;
