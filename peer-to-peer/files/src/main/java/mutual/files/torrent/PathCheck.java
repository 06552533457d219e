package mutual.files.torrent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The paths of a torrent's files, no two of which may be in each other's way. */
final class PathCheck {
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  void add(List<String> path) throws MalformedTorrentException {
    if (files.size() == TorrentLimits.FILES_MAX) {
      throw InfoParser.refusal("has more than " + TorrentLimits.FILES_MAX + " files");
    }
    StringBuilder joined = new StringBuilder();
    for (String name : path.subList(0, path.size() - 1)) {
      joined.append(name);
      String folder = joined.toString();
      if (files.contains(folder)) {
        throw InfoParser.refusal("has something that is both file and folder");
      }
      folders.add(folder);
      joined.append('/');
    }
    String file = joined.append(path.getLast()).toString();
    if (folders.contains(file)) {
      throw InfoParser.refusal("has something that is both file and folder");
    }
    if (!files.add(file)) {
      throw InfoParser.refusal("has two files of one path");
    }
  }
}
