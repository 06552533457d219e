package mutual.peer;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import mutual.contracts.peer.v1.ControlSharesGrpc;
import mutual.contracts.peer.v1.FetchRequest;
import mutual.contracts.peer.v1.GetMakingRequest;
import mutual.contracts.peer.v1.GetShareRequest;
import mutual.contracts.peer.v1.ListSharesRequest;
import mutual.contracts.peer.v1.ListSharesResponse;
import mutual.contracts.peer.v1.MakeShareRequest;
import mutual.contracts.peer.v1.Making;
import mutual.contracts.peer.v1.RemoveShareRequest;
import mutual.contracts.peer.v1.RemoveShareResponse;
import mutual.contracts.peer.v1.ShareDetail;
import mutual.contracts.peer.v1.UpdateShareRequest;
import mutual.files.engine.Audience;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.Share;
import mutual.files.engine.ShareMaking;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.MalformedTorrentException;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentLimits;
import mutual.files.torrent.TorrentMaker;
import mutual.overlay.ContactBook;

/** What the owner asks about shares. */
final class ControlSharesService extends ControlSharesGrpc.ControlSharesImplBase {
  /** Shares in one answer. */
  private static final int SHARES_SHOWN_MAX = 4_000;

  private final PeerNode node;
  private final ContentEngine engine;
  private final ContactBook contacts;
  private final ShareWire wire;
  private final ShareNames names;
  private final Makings makings = new Makings();

  ControlSharesService(PeerNode node) {
    this.node = node;
    this.engine = node.engine();
    this.contacts = node.overlay().contacts();
    this.wire = new ShareWire(contacts);
    this.names = new ShareNames(engine);
  }

  @Override
  public void listShares(ListSharesRequest request, StreamObserver<ListSharesResponse> observer) {
    Answers.answer(
        observer,
        () -> {
          ListSharesResponse.Builder answer = ListSharesResponse.newBuilder();
          List<Share> shares = engine.shares();
          answer.setSharesTotal(shares.size());
          shares.stream()
              .limit(SHARES_SHOWN_MAX)
              .forEach(share -> answer.addShares(wire.line(share)));
          engine.making().forEach(making -> answer.addMaking(making(makings.idOf(making), making)));
          return answer.build();
        });
  }

  @Override
  public void getShare(GetShareRequest request, StreamObserver<ShareDetail> observer) {
    Answers.answer(observer, () -> wire.detail(names.find(request.getShare())));
  }

  @Override
  public void makeShare(MakeShareRequest request, StreamObserver<Making> observer) {
    Answers.answer(
        observer,
        () -> {
          Path path = absolute(request.getPath());
          if (!Files.exists(path)) {
            throw Answers.notFound("there is no file or folder " + path);
          }
          Audience audience = AudienceWords.parse(request.getAudienceList(), contacts);
          TorrentMaker.Format format =
              switch (request.getFormat()) {
                case FORMAT_UNSPECIFIED -> audience.usualFormat();
                case FORMAT_HYBRID -> TorrentMaker.Format.HYBRID;
                case FORMAT_V1 -> TorrentMaker.Format.V1;
                case FORMAT_V2 -> TorrentMaker.Format.V2;
                case UNRECOGNIZED -> throw new IllegalArgumentException("Not a format");
              };
          ShareMaking making = engine.share(path, format, audience);
          return making(makings.idOf(making), making);
        });
  }

  @Override
  public void getMaking(GetMakingRequest request, StreamObserver<Making> observer) {
    Answers.answer(
        observer,
        () ->
            making(
                request.getId(),
                makings
                    .find(request.getId())
                    .orElseThrow(() -> Answers.notFound("nothing is being read by that number"))));
  }

  private Making making(long id, ShareMaking making) {
    Making.Builder shown =
        Making.newBuilder()
            .setId(id)
            .setPath(making.source().toString())
            .setDoneBytes(making.doneBytes())
            .setTotalBytes(making.totalBytes());
    switch (making.result().state()) {
      case RUNNING -> {}
      case SUCCESS -> shown.setShare(wire.share(making.result().resultNow()));
      case CANCELLED -> shown.setFailure("it was stopped");
      case FAILED -> shown.setFailure(String.valueOf(making.result().exceptionNow().getMessage()));
    }
    return shown.build();
  }

  @Override
  public void fetch(FetchRequest request, StreamObserver<mutual.contracts.peer.v1.Share> observer) {
    Answers.answer(
        observer,
        () -> {
          FetchPlan plan =
              new FetchPlan(
                  request.getFolder().isEmpty()
                      ? node.config().downloads()
                      : absolute(request.getFolder()),
                  request.getOnlyList(),
                  request.getSequential(),
                  false);
          return wire.share(
              switch (request.getWhatCase()) {
                case LINK -> fetchLink(request.getLink().strip(), plan);
                case TORRENT_FILE ->
                    engine.fetch(Metainfo.parse(torrent(absolute(request.getTorrentFile()))), plan);
                case WHAT_NOT_SET -> throw new IllegalArgumentException("Nothing to fetch");
              });
        });
  }

  private Share fetchLink(String link, FetchPlan plan)
      throws IOException, MalformedTorrentException {
    if (link.startsWith(PrivateLink.PREFIX)) {
      PrivateLink wanted = PrivateLink.parse(link);
      if (wanted.provider().equals(node.id())) {
        throw Answers.refused("this is a link to a share of your own: send it to a contact");
      }
      if (contacts.find(wanted.provider()).isEmpty()) {
        throw Answers.refused(
            "the link leads to a share of %s, who is no contact of yours; ask for an invitation"
                .formatted(wanted.provider().shortText()));
      }
      return engine.fetch(wanted, plan);
    }
    if (link.matches("[0-9a-fA-F]{40}")) {
      return engine.fetch(Magnet.parse("magnet:?xt=urn:btih:" + link), plan);
    }
    if (link.matches("[0-9a-fA-F]{64}")) {
      return engine.fetch(Magnet.parse("magnet:?xt=urn:btmh:1220" + link), plan);
    }
    if (!link.startsWith("magnet:")) {
      throw new IllegalArgumentException(
          "A link begins with magnet: or "
              + PrivateLink.PREFIX
              + ", not as '%.40s'".formatted(link));
    }
    return engine.fetch(Magnet.parse(link), plan);
  }

  private static byte[] torrent(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Answers.notFound("there is no torrent file " + file);
    }
    if (Files.size(file) > TorrentLimits.TORRENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "A torrent file has at most " + (TorrentLimits.TORRENT_BYTES_MAX >> 20) + " MiB");
    }
    return Files.readAllBytes(file);
  }

  private static Path absolute(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("Not a path: " + text, e);
    }
    throw new IllegalArgumentException("Not an absolute path: '" + text + "'");
  }

  @Override
  public void updateShare(
      UpdateShareRequest request, StreamObserver<mutual.contracts.peer.v1.Share> observer) {
    Answers.answer(
        observer,
        () -> {
          Share share = names.find(request.getShare());
          if (request.hasAudience()) {
            share.audience(AudienceWords.parse(request.getAudience().getWordsList(), contacts));
          }
          share.limits(
              ControlService.limit(
                  request.hasUpLimitBytesPerSecond(),
                  request.getUpLimitBytesPerSecond(),
                  share.upLimitBytesPerSecond()),
              ControlService.limit(
                  request.hasDownLimitBytesPerSecond(),
                  request.getDownLimitBytesPerSecond(),
                  share.downLimitBytesPerSecond()));
          if (request.hasSequential()) {
            share.sequential(request.getSequential());
          }
          if (request.hasOnly()) {
            select(share, request.getOnly().getWordsList());
          }
          if (request.hasPaused()) {
            if (request.getPaused()) {
              share.pause();
            } else {
              share.resume();
            }
          }
          if (request.getRecheck()) {
            share.recheck();
          }
          return wire.share(share);
        });
  }

  private static void select(Share share, List<String> globs) throws IOException {
    if (share.info().isEmpty()) {
      throw Answers.refused("the names of its files are not known yet; wait for its description");
    }
    share.select(globs);
  }

  @Override
  public void removeShare(
      RemoveShareRequest request, StreamObserver<RemoveShareResponse> observer) {
    Answers.answer(
        observer,
        () -> {
          Share share = names.find(request.getShare());
          mutual.contracts.peer.v1.Share shown = wire.line(share);
          engine.remove(share, request.getWithContent());
          return RemoveShareResponse.newBuilder().setRemoved(shown).build();
        });
  }
}
