/** Connections before there is a request that could be answered: slow ones, and those that speak no HTTP. */
@NullMarked
package coupon.api.connection;

import org.jspecify.annotations.NullMarked;
