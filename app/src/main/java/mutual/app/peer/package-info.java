/** The commands of a peer: running it, and its owner's commands to the running one. */
@NullMarked
package mutual.app.peer;

import org.jspecify.annotations.NullMarked;
