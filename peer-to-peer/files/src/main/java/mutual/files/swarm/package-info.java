/**
 * What to ask whom for, whom to give to, whom to trust no more: decisions of a swarm's member, free
 * of sockets, clocks, threads and hidden randomness, so that hundreds of members run in one
 * simulation exactly as they run in the world.
 */
@NullMarked
package mutual.files.swarm;

import org.jspecify.annotations.NullMarked;
