package mutual.files.engine;

import mutual.middleware.NodeId;

/** Who may have a share from this node. Asked anew each time; answers at once, with any lock. */
final class Admission {
  private final Share share;
  private final Workshop workshop;

  Admission(Share share, Workshop workshop) {
    this.share = share;
    this.workshop = workshop;
  }

  /** Whether whoever is at the other end may have it now. */
  boolean admits(Carrier carrier) {
    return carrier
        .node()
        .map(node -> mayHave(node) || isVouchedFor(node))
        .orElseGet(share::isPublic);
  }

  /** Whether it is the share's provider, or this node's own word lets it have the share. */
  private boolean mayHave(NodeId node) {
    return share.audience().everyone()
        || isProvider(node)
        || workshop.contacts().admits(share.audience(), node);
  }

  private boolean isVouchedFor(NodeId node) {
    ShareSession now = share.session();
    return now != null && now.members().vouched().admits(node, System.nanoTime());
  }

  /** Whether it is the contact whose share this is. */
  boolean isProvider(NodeId node) {
    return share.provider().filter(node::equals).isPresent();
  }

  /**
   * Whether the other end is a contact, who has a place among contacts. Who is only vouched for is
   * none.
   */
  boolean isContact(Carrier carrier) {
    return carrier
        .node()
        .filter(node -> isProvider(node) || workshop.contacts().admits(Audience.CONTACTS, node))
        .isPresent();
  }
}
