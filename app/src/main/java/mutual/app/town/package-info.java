/** The demo's first page: a small town, who talks to whom in it, and what to try. */
@NullMarked
package mutual.app.town;

import org.jspecify.annotations.NullMarked;
