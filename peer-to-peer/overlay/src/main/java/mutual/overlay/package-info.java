/** Who is out there and how to reach them: contacts, discovery, and links to peers by key. */
@NullMarked
package mutual.overlay;

import org.jspecify.annotations.NullMarked;
