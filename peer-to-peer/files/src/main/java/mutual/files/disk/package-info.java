/** Where content is: its files' safe names and places, what of it is verified, and faults. */
@NullMarked
package mutual.files.disk;

import org.jspecify.annotations.NullMarked;
