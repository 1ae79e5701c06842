import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Builds and asks a Lucene index, one tab-separated request a line. Answers carry the CPU time of this thread.
 *
 * <p>doc number words facet=value ... | commit | open folder | create folder | ask operator words filters excluded
 */
public final class LuceneServer {
  private static final FacetsConfig CONFIG = new FacetsConfig();
  private static final int HITS = 10;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private IndexWriter writer;
  private DirectoryReader reader;
  private IndexSearcher searcher;
  private SortedSetDocValuesReaderState state;

  public static void main(String[] arguments) throws Exception {
    for (String facet : new String[] {"goal", "partner-type"}) CONFIG.setMultiValued(facet, true);
    LuceneServer server = new LuceneServer();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String answer = server.answer(line.split("\t", -1));
      if (answer != null) {
        output.println(answer);
        output.flush();
      }
    }
  }

  private String answer(String[] request) throws Exception {
    switch (request[0]) {
      case "create":
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer()).setRAMBufferSizeMB(1024);
        writer = new IndexWriter(FSDirectory.open(Path.of(request[1])), config);
        return null;
      case "doc":
        add(request);
        return null;
      case "commit":
        writer.forceMerge(1);
        writer.close();
        return "done";
      case "open":
        reader = DirectoryReader.open(MMapDirectory.open(Path.of(request[1])));
        searcher = new IndexSearcher(reader);
        state = new DefaultSortedSetDocValuesReaderState(reader, CONFIG);
        return "done";
      default:
        long started = CLOCK.getCurrentThreadCpuTime();
        String found = search(query(request));
        return (CLOCK.getCurrentThreadCpuTime() - started) / 1e9 + "\t" + found;
    }
  }

  private void add(String[] request) throws Exception {
    Document document = new Document();
    document.add(new NumericDocValuesField("number", Long.parseLong(request[1])));
    document.add(new TextField("text", request[2], Field.Store.NO));
    for (int place = 3; place < request.length; place++) {
      String[] pair = request[place].split("=", 2);
      document.add(new SortedSetDocValuesFacetField(pair[0], pair[1]));
    }
    writer.addDocument(CONFIG.build(document));
  }

  private Query query(String[] request) {
    Query text = text(request[1], request[2].isEmpty() ? new String[0] : request[2].split(" "));
    if (request[3].isEmpty() && request[4].isEmpty()) return text;
    BooleanQuery.Builder builder = new BooleanQuery.Builder().add(text, BooleanClause.Occur.MUST);
    for (String filter : split(request[3])) builder.add(facet(filter), BooleanClause.Occur.FILTER);
    for (String excluded : split(request[4])) builder.add(facet(excluded), BooleanClause.Occur.MUST_NOT);
    return builder.build();
  }

  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private static Query facet(String pair) {
    String[] parts = pair.split("=", 2);
    return new TermQuery(new Term(FacetsConfig.DEFAULT_INDEX_FIELD_NAME, FacetsConfig.pathToString(parts)));
  }

  private static Query text(String operator, String[] words) {
    if (operator.equals("all")) return new MatchAllDocsQuery();
    if (operator.equals("phrase")) return new PhraseQuery("text", words);
    if (words.length == 1) return new TermQuery(new Term("text", words[0]));
    BooleanClause.Occur occur = operator.equals("and") ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD;
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (String word : words) builder.add(new TermQuery(new Term("text", word)), occur);
    return builder.build();
  }

  private String search(Query query) throws Exception {
    FacetsCollectorManager.FacetsResult found =
        FacetsCollectorManager.search(searcher, query, HITS, new FacetsCollectorManager());
    TopDocs top = found.topDocs();
    int total = 0;
    for (FacetsCollector.MatchingDocs matching : found.facetsCollector().getMatchingDocs()) total += matching.totalHits;
    StringBuilder answer = new StringBuilder().append(total);
    NumericDocValues numbers = MultiDocValues.getNumericValues(reader, "number");
    List<ScoreDoc> hits = new ArrayList<>(List.of(top.scoreDocs));
    hits.sort((a, b) -> a.doc - b.doc);
    for (ScoreDoc hit : hits) {
      numbers.advanceExact(hit.doc);
      answer.append('\t').append(numbers.longValue()).append(':').append(hit.score);
    }
    if (total == 0) return answer.toString();
    for (FacetResult facet : new SortedSetDocValuesFacetCounts(state, found.facetsCollector()).getAllDims(64)) {
      for (LabelAndValue value : facet.labelValues) {
        answer.append('\t').append(facet.dim).append('=').append(value.label).append('=').append(value.value);
      }
    }
    return answer.toString();
  }
}
