/**
 * The dashboard: what a peer's owner sees and does in a browser on the same machine.
 *
 * <p>{@link mutual.peer.pages.Dashboard} makes the routes. Pages know the peer only through {@link
 * mutual.peer.pages.DashboardSource}, which the tests play by hand. Each page is a {@link
 * mutual.peer.pages.View}: parts that stay under the reader's hands, and parts that an event stream
 * keeps up to date. Everything but the style sheets needs a session, which is begun by a link that
 * works once ({@link mutual.peer.pages.DashboardKeys}).
 *
 * <p>Strangers choose the names and bytes of what is shown here: names are escaped text, and bytes
 * are sent so that they never run as a page ({@link mutual.peer.pages.MediaType}).
 */
@NullMarked
package mutual.peer.pages;

import org.jspecify.annotations.NullMarked;
