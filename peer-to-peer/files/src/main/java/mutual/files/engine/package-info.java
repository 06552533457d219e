/**
 * Shares at work: what is given and fetched, with whom, over plain TCP in public swarms and over
 * TLS by key between contacts. The face of it is {@link mutual.files.engine.ContentEngine}.
 */
@NullMarked
package mutual.files.engine;

import org.jspecify.annotations.NullMarked;
