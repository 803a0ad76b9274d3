/**
 * The pure rule of first come, first served and the values it speaks of: no I/O, no clock, no framework.
 *
 * <p>Glossary:
 *
 * <ul>
 *   <li><b>request</b>: one user's wish for one coupon; its id is the id of its event
 *   <li><b>accepted</b>: the queue has it durably
 *   <li><b>decided</b>: its one final outcome is committed
 *   <li><b>outcome</b>: a {@link coupon.core.domain.CouponIssueStatus}
 *   <li><b>result</b>: a request with its outcome, as stored and published
 *   <li><b>refused</b>: answered with an outcome other than {@code SUCCESS}, or not accepted at all
 *   <li><b>queue</b>, <b>partition</b>, <b>position</b>: accepted requests in the order in which they are decided, the
 *       part of it that has an order, and an offset in that part
 *   <li><b>lag</b>: accepted requests that are not decided yet
 *   <li><b>holding</b>: that a user has, or wants, a coupon
 *   <li><b>number</b>: success {@code n} of a coupon has number {@code n}
 *   <li><b>stock</b>, <b>total</b>: how many coupons are left, and how many there are in all
 *   <li><b>request store</b>: the table {@code coupon_issue_request}
 *   <li><b>user</b>, <b>client</b>, <b>operator</b>: who a coupon is for, the program that calls the API, who runs the
 *       product
 * </ul>
 */
@NullMarked
package coupon.core.domain;

import org.jspecify.annotations.NullMarked;
