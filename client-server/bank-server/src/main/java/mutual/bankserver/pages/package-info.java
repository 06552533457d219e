/**
 * The operator's pages: what needs attention first, then accounts, machines, exchanges, partners
 * and the audit, live. Everything but the login and the style sheets needs a session.
 *
 * <p>Each page is a view (title, a live part, and what never changes under the reader's hands, such
 * as forms) made from the same {@link mutual.bankserver.BankBooks} that the API reads; what people
 * do goes through {@link mutual.bankserver.BankOffice}. A form carries the id of what it will do,
 * so that sending it twice does it once.
 */
@NullMarked
package mutual.bankserver.pages;

import org.jspecify.annotations.NullMarked;
