/** Bencoding, BitTorrent's way of writing values as bytes (BEP 3). */
@NullMarked
package mutual.overlay.bencode;

import org.jspecify.annotations.NullMarked;
