/**
 * A node of BitTorrent's mainline DHT (BEP 5, 32, 42, 43, 44): who has a torrent, and small signed
 * items under a key.
 */
@NullMarked
package mutual.overlay.dht;

import org.jspecify.annotations.NullMarked;
