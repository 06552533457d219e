/**
 * The shared look of every web page: design tokens, layout, components, formats, and the script for
 * live parts.
 *
 * <p>Templates of one module cannot call those of another through {@code @template}, because JTE
 * resolves such calls in one source folder. So the components are Java methods ({@link
 * mutual.pages.Components}) over templates compiled here, and return {@link gg.jte.Content}. A
 * template elsewhere says {@code @import static mutual.pages.Components.*} and writes <code>
 * ${money(amount, "EUR")}</code>; a content block is passed as <code>${card("Cash", @`…`)}</code>.
 * All of it is checked by the compiler.
 *
 * <p>A page is a {@link mutual.pages.Page} around the content of one template: {@code Page.of(site,
 * "Accounts", "/accounts", content).live("/accounts/live").html()}.
 *
 * <p>Static files lie on the class path under {@link mutual.pages.Page#ASSETS_FOLDER} and are
 * served at {@link mutual.pages.Page#ASSETS_PATH}. Live parts are 150 lines of own script rather
 * than htmx: its attributes are of use for partial page loads, which nothing here does, and its
 * swaps replace elements under the focus and the pointer, which {@code live.js} never does.
 */
@NullMarked
package mutual.pages;

import org.jspecify.annotations.NullMarked;
