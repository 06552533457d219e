package mutual.files.engine;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import mutual.files.disk.StorePlace.Origin;
import mutual.files.torrent.InfoHashes;
import mutual.files.torrent.Metainfo;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;

/** A share that is about to be added. */
final class NewShare {
  private final InfoHashes hashes;
  private final String name;
  private final Path folder;
  private Origin origin = Origin.FETCHED;
  private Audience audience = Audience.NOBODY;
  private Optional<NodeId> provider = Optional.empty();
  private boolean paused;
  private boolean sequential;
  private List<String> only = List.of();
  private List<List<String>> trackers = List.of();
  private List<InetSocketAddress> peers = List.of();

  NewShare(InfoHashes hashes, String name, Path folder) {
    this.hashes = hashes;
    this.name = name;
    this.folder = folder;
  }

  InfoHashes hashes() {
    return hashes;
  }

  NewShare as(Origin whose, Audience forWhom) {
    origin = whose;
    audience = forWhom;
    return this;
  }

  NewShare wanting(List<String> words, FetchPlan plan) {
    only = words;
    paused = plan.paused();
    sequential = plan.sequential();
    return this;
  }

  NewShare foundBy(List<List<String>> tiers, List<InetSocketAddress> places) {
    trackers = tiers;
    peers = places;
    return this;
  }

  NewShare from(NodeId contact) {
    provider = Optional.of(contact);
    return this;
  }

  ShareFacts facts(@Nullable Metainfo torrent) {
    List<Integer> unwanted =
        torrent == null ? List.of() : Selection.unwanted(only, torrent.info().files());
    return new ShareFacts(
        hashes.best(),
        hashes,
        name,
        folder,
        origin,
        audience,
        provider,
        paused,
        sequential,
        torrent == null ? only : List.of(),
        unwanted,
        trackers,
        peers,
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        0,
        0,
        0,
        0,
        "");
  }
}
