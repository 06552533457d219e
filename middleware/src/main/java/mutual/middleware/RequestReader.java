package mutual.middleware;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;

/** Turns a request off the wire into a {@link WebRequest}. */
final class RequestReader {
  private RequestReader() {}

  static WebRequest read(ServiceRequestContext context, AggregatedHttpRequest request) {
    MediaType type = request.contentType();
    boolean form = type != null && type.belongsTo(MediaType.FORM_DATA.withoutParameters());
    return read(
        context,
        request.headers(),
        form ? fields(QueryParams.fromQueryString(request.contentUtf8())) : Map.of());
  }

  /** A request whose body, if any, is not looked at. */
  static WebRequest read(ServiceRequestContext context, RequestHeaders headers) {
    return read(context, headers, Map.of());
  }

  private static WebRequest read(
      ServiceRequestContext context, RequestHeaders headers, Map<String, List<String>> form) {
    Map<String, String> cookies = new LinkedHashMap<>();
    for (Cookie cookie : headers.cookies()) {
      cookies.putIfAbsent(cookie.name(), cookie.value());
    }
    return new WebRequest(
        headers.method().name(),
        context.decodedPath(),
        context.pathParams(),
        fields(context.queryParams()),
        form,
        cookies,
        context.remoteAddress());
  }

  private static Map<String, List<String>> fields(QueryParams params) {
    if (params.size() > WebRequest.FIELDS_MAX) {
      throw new WebException(400, "There are more fields than any form here has.");
    }
    Map<String, List<String>> fields = new LinkedHashMap<>();
    params.forEach(
        (name, value) -> fields.computeIfAbsent(name, absent -> new ArrayList<>()).add(value));
    return fields;
  }
}
