/** What content is: torrents and magnet links, their pieces, and the hashes that prove them. */
@NullMarked
package mutual.files.torrent;

import org.jspecify.annotations.NullMarked;
