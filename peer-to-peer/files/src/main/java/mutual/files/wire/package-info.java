/**
 * What BitTorrent peers say to each other, as values and bytes (BEP 3, 5, 6, 9, 10, 11, 52).
 * Nothing here reads or writes a socket.
 */
@NullMarked
package mutual.files.wire;

import org.jspecify.annotations.NullMarked;
