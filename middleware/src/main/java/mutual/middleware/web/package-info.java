/** Pages and live events for people, served on a node's people port. */
@NullMarked
package mutual.middleware.web;

import org.jspecify.annotations.NullMarked;
