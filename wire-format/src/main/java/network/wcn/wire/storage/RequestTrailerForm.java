package network.wcn.wire.storage;

import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.RequestTrailer.Detail;
import network.wcn.wire.postcard.Postcard;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/** What our coordinators add behind a request. */
final class RequestTrailerForm {
  private static final int READ = 0;
  private static final int REPAIR = 1;

  /** The index of a detail is its number on the wire. */
  private static final List<Detail> DETAILS = List.of(Detail.FULL, Detail.HEADERS, Detail.DIGEST);

  private RequestTrailerForm() {}

  static Bytes encode(RequestTrailer trailer) {
    return Postcard.encode(out -> write(out, trailer));
  }

  private static void write(PostcardSink out, RequestTrailer trailer) {
    switch (trailer) {
      case RequestTrailer.Read(var detail, long nowUnixSeconds) -> {
        out.variant(READ);
        out.variant(DETAILS.indexOf(detail));
        out.u64(nowUnixSeconds);
      }
      case RequestTrailer.Repair(var header) -> {
        out.variant(REPAIR);
        HeaderForm.write(out, header);
      }
    }
  }

  static RequestTrailer read(PostcardReader in) {
    return in.variant(2) == READ
        ? new RequestTrailer.Read(DETAILS.get(in.variant(DETAILS.size())), in.u64())
        : new RequestTrailer.Repair(HeaderForm.read(in));
  }
}
