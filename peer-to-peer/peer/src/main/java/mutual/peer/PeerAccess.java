package mutual.peer;

import mutual.middleware.Access;
import mutual.middleware.NodeId;
import mutual.overlay.Overlay;

/**
 * Who may call a peer: its owner the control services, contacts what is for contacts, strangers
 * what accepts an invitation while there is one. Nobody may do what another may.
 */
final class PeerAccess implements Access {
  private static final String CONTROL = "mutual.peer.v1.Control";
  private static final String CONTACTS = "mutual.peer.v1.Contacts/";
  private static final String OFFERS = "mutual.files.v1.Offers/";

  private final NodeId owner;
  private final Access others;

  PeerAccess(NodeId owner, Overlay overlay) {
    this.owner = owner;
    this.others = overlay.access();
  }

  @Override
  public boolean expects(NodeId caller) {
    return caller.equals(owner) || others.expects(caller);
  }

  @Override
  public boolean allows(NodeId caller, String method) {
    if (caller.equals(owner)) {
      return method.startsWith(CONTROL);
    }
    return (method.startsWith(CONTACTS) || method.startsWith(OFFERS))
        && others.allows(caller, method);
  }
}
