/**
 * The process of a peer: its node, what it tells contacts, its dashboard and its owner's commands.
 */
@NullMarked
package mutual.peer;

import org.jspecify.annotations.NullMarked;
