package mutual.peer.pages;

import java.io.IOException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mutual.files.engine.FileStatus;
import mutual.files.torrent.InfoHash;
import mutual.middleware.NodeId;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.overlay.Contact;
import mutual.pages.Components;
import mutual.pages.Tone;
import mutual.peer.templates.JteplayHeadGenerated;
import mutual.peer.templates.JteplayMediaGenerated;
import mutual.peer.templates.JteplayPiecesGenerated;
import mutual.peer.templates.JteshareFilesGenerated;
import mutual.peer.templates.JteshareFormsGenerated;
import mutual.peer.templates.JteshareHeadGenerated;
import mutual.peer.templates.JtesharePeersGenerated;

/** One share: how it stands, its files and peers, and everything that can be done with it. */
final class SharePages {
  private final Guard guard;
  private final DashboardSource source;

  private SharePages(Guard guard, DashboardSource source) {
    this.guard = guard;
    this.source = source;
  }

  static void addTo(Guard guard, DashboardSource source) {
    SharePages pages = new SharePages(guard, source);
    guard.page("/shares/{id}", request -> pages.view(request, Form.NONE));
    guard.page("/shares/{id}/play/{index}", pages::player);
    var _ = guard.routes().get("/shares/{id}/torrent", pages::torrent);
    pages.action("pause", ShareSource::pause, "Paused.");
    pages.action("resume", ShareSource::resume, "It goes on.");
    pages.action("recheck", ShareSource::recheck, "What is on the disk is being read again.");
    guard.post("/shares/{id}/order", pages::order);
    guard.post("/shares/{id}/select", pages::select);
    guard.post("/shares/{id}/audience", pages::audience);
    guard.post("/shares/{id}/limits", pages::limits);
    guard.post("/shares/{id}/remove", pages::remove);
  }

  private View view(WebRequest request, Form form) {
    ShareSource.Details share = find(source, request).details();
    List<Contact> contacts = source.contacts();
    Map<NodeId, Contact> names = FilesPage.byId(contacts);
    FileList files = FileList.of(share.files(), request.query("from").orElse("0"));
    Form audience = form.named("audience");
    return View.of(share.view().title(), "/")
        .live(
            "head",
            output -> JteshareHeadGenerated.render(Components.html(output), null, share, names))
        .live(
            "files",
            output -> JteshareFilesGenerated.render(Components.html(output), null, share, files))
        .live(
            "peers",
            output ->
                JtesharePeersGenerated.render(
                    Components.html(output), null, share, names, QrDrawing.of(share.link())))
        .still(
            output ->
                JteshareFormsGenerated.render(
                    Components.html(output),
                    null,
                    share,
                    audience.sent()
                        ? AudienceForm.of("share", audience, contacts)
                        : AudienceForm.of("share", share.view().audience(), contacts),
                    form.named("limits")));
  }

  private View player(WebRequest request) {
    ShareSource.Details share = find(source, request).details();
    FileStatus file = file(share.files(), request.param("index"));
    MediaType media = MediaType.of(file.file().displayPath());
    if (!media.playable()) {
      throw WebException.notFound();
    }
    return View.of(Looks.shown(file.file().path().getLast()), "/")
        .still(output -> JteplayHeadGenerated.render(Components.html(output), null, share, file))
        .still(
            output ->
                JteplayMediaGenerated.render(Components.html(output), null, share, file, media))
        .live(
            "pieces",
            output -> JteplayPiecesGenerated.render(Components.html(output), null, share, file));
  }

  private WebResponse torrent(WebRequest request) {
    ShareSource share = find(source, request);
    byte[] torrent = share.torrent().orElseThrow(WebException::notFound);
    return WebResponse.of(200, "application/x-bittorrent", torrent)
        .withHeader(
            "content-disposition", MediaRoutes.attachment(share.view().name() + ".torrent"));
  }

  private void action(String name, Consumer<ShareSource> action, String done) {
    guard.post(
        "/shares/{id}/" + name,
        (request, session) -> {
          ShareSource share = find(source, request);
          action.accept(share);
          return done(session, share, done);
        });
  }

  private WebResponse order(WebRequest request, Session session) {
    ShareSource share = find(source, request);
    boolean inOrder = request.form("sequential").orElse("").equals("on");
    share.sequential(inOrder);
    return done(session, share, inOrder ? "Fetched in order now." : "The rarest comes first now.");
  }

  private WebResponse select(WebRequest request, Session session) throws IOException {
    ShareSource share = find(source, request);
    List<FileStatus> files = share.details().files();
    FileList page = FileList.of(files, request.form("from").orElse("0"));
    BitSet wanted = new BitSet();
    files.stream().filter(FileStatus::wanted).forEach(file -> wanted.set(file.file().index()));
    page.shown().forEach(file -> wanted.clear(file.file().index()));
    for (String index : request.formFields().getOrDefault("file", List.of())) {
      wanted.set(file(files, index).file().index());
    }
    share.select(wanted);
    return done(session, share, "Your choice of files is kept.");
  }

  private WebResponse audience(WebRequest request, Session session) {
    ShareSource share = find(source, request);
    Form form = AudienceForm.check(Form.of("audience", request));
    if (form.wrong()) {
      return again(request, session, form);
    }
    share.audience(AudienceForm.of("share", form, source.contacts()).audience());
    return done(session, share, "From now on only these may fetch it.");
  }

  private WebResponse limits(WebRequest request, Session session) {
    ShareSource share = find(source, request);
    LimitsForm limits = LimitsForm.read(Form.of("limits", request));
    if (limits.form().wrong()) {
      return again(request, session, limits.form());
    }
    share.limits(limits.limits());
    return done(session, share, "The limits are set.");
  }

  private WebResponse remove(WebRequest request, Session session) throws IOException {
    ShareSource.View share = find(source, request).view();
    boolean withContent = request.form("content").orElse("").equals("delete");
    source.remove(share.id(), withContent);
    session.tell(
        Tone.GOOD, share.title() + (withContent ? " is removed with its files." : " is removed."));
    return WebResponse.redirect("/");
  }

  private WebResponse again(WebRequest request, Session session, Form form) {
    View view = view(request, form);
    return guard.again(session, view, "/shares/" + request.param("id"));
  }

  private static WebResponse done(Session session, ShareSource share, String text) {
    session.tell(Tone.GOOD, text);
    return WebResponse.redirect(path(share.view().id()));
  }

  private static String path(InfoHash id) {
    return "/shares/" + id.hex();
  }

  /** The share that a path names. */
  static ShareSource find(DashboardSource source, WebRequest request) {
    return hash(request.param("id")).flatMap(source::share).orElseThrow(WebException::notFound);
  }

  private static Optional<InfoHash> hash(String hex) {
    if (!hex.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
      return Optional.empty();
    }
    byte[] bytes = HexFormat.of().parseHex(hex);
    return Optional.of(
        bytes.length == InfoHash.WIRE_BYTES ? InfoHash.v1(bytes) : InfoHash.v2(bytes));
  }

  /** The file that a path names. */
  static FileStatus file(List<FileStatus> files, String index) {
    return files.stream()
        .filter(file -> Integer.toString(file.file().index()).equals(index))
        .findFirst()
        .orElseThrow(WebException::notFound);
  }
}
