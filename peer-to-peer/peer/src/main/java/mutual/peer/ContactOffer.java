package mutual.peer;

import java.time.Instant;
import mutual.files.engine.PrivateLink;
import mutual.overlay.Contact;

/**
 * A share that a contact offers to this peer.
 *
 * @param link by which it is fetched
 * @param name a stranger's words
 */
public record ContactOffer(
    Contact contact, PrivateLink link, String name, long bytes, int files, Instant added) {}
