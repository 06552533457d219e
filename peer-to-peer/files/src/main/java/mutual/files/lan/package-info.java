/** Peers of the same local network, found without any server (BEP 14). */
@NullMarked
package mutual.files.lan;

import org.jspecify.annotations.NullMarked;
