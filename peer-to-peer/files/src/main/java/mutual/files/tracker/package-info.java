/** Trackers: servers that tell the members of a swarm of each other (BEP 3, 7, 12, 15, 23, 41). */
@NullMarked
package mutual.files.tracker;

import org.jspecify.annotations.NullMarked;
