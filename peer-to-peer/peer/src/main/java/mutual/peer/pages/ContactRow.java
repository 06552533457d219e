package mutual.peer.pages;

import java.util.Optional;
import mutual.overlay.Contact;
import mutual.overlay.LinkState;

/** A contact and how it stands with it. */
public record ContactRow(Contact contact, Optional<LinkState> link) {}
