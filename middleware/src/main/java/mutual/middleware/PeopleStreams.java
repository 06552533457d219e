package mutual.middleware;

/**
 * Everything of one people port that takes longer than a page.
 *
 * @param live streams of events
 * @param content answers that are sent as they are read
 * @param uploads bodies that are read as they come
 */
record PeopleStreams(OpenStreams live, OpenStreams content, OpenStreams uploads) {
  /** Streams of events at a time. */
  static final int LIVE_MAX = 1000;

  /** Streamed answers at a time. */
  static final int CONTENT_MAX = 64;

  /** Uploads at a time. */
  static final int UPLOADS_MAX = 8;

  PeopleStreams() {
    this(new OpenStreams(LIVE_MAX), new OpenStreams(CONTENT_MAX), new OpenStreams(UPLOADS_MAX));
  }

  void closeAll() {
    live.closeAll();
    content.closeAll();
    uploads.closeAll();
  }
}
