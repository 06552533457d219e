package mutual.app.town;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import mutual.middleware.NodeId;

/** The town's other half: equals, each connected with each of the others. */
public interface Peers {
  /** In the order in which {@link #dashboard} counts them. */
  List<Member> members();

  /** What a visitor can have them do. */
  List<Deed> deeds();

  /**
   * Where a peer's dashboard is, with a token that lets one browser in, once; empty while the peer
   * does not run.
   */
  Optional<URI> dashboard(int member);

  /** Content that has passed between them since this was last asked, at most once a second. */
  List<Flow> flows();

  /**
   * Something that begins at the press of a button.
   *
   * @param start begins it; false if that cannot be now
   */
  record Deed(String label, java.util.function.BooleanSupplier start) {}

  /** Bytes of content that went one way. */
  record Flow(NodeId from, NodeId to, long bytes) {}

  /** A town without peers. */
  static Peers none() {
    return new Peers() {
      @Override
      public List<Member> members() {
        return List.of();
      }

      @Override
      public List<Deed> deeds() {
        return List.of();
      }

      @Override
      public Optional<URI> dashboard(int member) {
        return Optional.empty();
      }

      @Override
      public List<Flow> flows() {
        return List.of();
      }
    };
  }
}
