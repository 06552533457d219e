/** The dashboard over a peer that is played by hand. */
@NullMarked
package mutual.peer.pages;

import org.jspecify.annotations.NullMarked;
