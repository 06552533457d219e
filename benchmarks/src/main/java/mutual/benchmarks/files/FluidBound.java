package mutual.benchmarks.files;

/**
 * The shortest time in which any way of sharing can bring content to all who fetch it, if bits
 * flowed like water and nothing but content were sent (Kumar and Ross, Peer-assisted file
 * distribution: the minimum distribution time, 2006).
 */
final class FluidBound {
  private FluidBound() {}

  /**
   * @param contentBytes of content
   * @param seedUp bytes per second that the seeder can give
   * @param fetchers how many fetch, all alike
   * @param up bytes per second that each of them can give
   * @param down bytes per second that each of them can take
   * @return seconds
   */
  static double seconds(long contentBytes, double seedUp, int fetchers, double up, double down) {
    double onceOut = contentBytes / seedUp;
    double onceIn = contentBytes / down;
    double allTogether = fetchers * (double) contentBytes / (seedUp + fetchers * up);
    return Math.max(Math.max(onceOut, onceIn), allTogether);
  }
}
