/** Content of any kind, shared between peers: BitTorrent v1, v2 and hybrid, public and private. */
@NullMarked
package mutual.files;

import org.jspecify.annotations.NullMarked;
