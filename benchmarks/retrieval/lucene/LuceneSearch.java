import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Indexes and searches what standard input holds, with Lucene's analyzer for the language.
 *
 * <p>Arguments: language (da or en), number of hits. Input, tab-separated: "D id title text" lines, then "Q id text"
 * lines. Output: one "id hit hit ..." line for each query, tab-separated, best first.
 */
public final class LuceneSearch {
    private static final String[] FIELDS = {"title", "text"};

    private LuceneSearch() {}

    public static void main(String[] arguments) throws IOException {
        int depth = Integer.parseInt(arguments[1]);
        PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BooleanQuery.setMaxClauseCount(Integer.MAX_VALUE);
        try (Analyzer analyzer = arguments[0].equals("da") ? new DanishAnalyzer() : new EnglishAnalyzer();
                Directory directory = new ByteBuffersDirectory()) {
            String line = index(input, analyzer, directory);
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                QueryBuilder builder = new QueryBuilder(analyzer);
                for (; line != null; line = input.readLine()) {
                    String[] parts = line.split("\t", -1);
                    output.print(parts[1]);
                    for (ScoreDoc hit : searcher.search(query(builder, parts[2]), depth).scoreDocs) {
                        output.print("\t" + reader.storedFields().document(hit.doc).get("id"));
                    }
                    output.println();
                }
            }
        }
        output.flush();
    }

    /** Indexes the documents and returns the line after them. */
    private static String index(BufferedReader input, Analyzer analyzer, Directory directory) throws IOException {
        String line;
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (line = input.readLine(); line != null && line.startsWith("D\t"); line = input.readLine()) {
                String[] parts = line.split("\t", -1);
                Document document = new Document();
                document.add(new StoredField("id", parts[1]));
                for (int place = 0; place < FIELDS.length; place++) {
                    document.add(new TextField(FIELDS[place], parts[place + 2], Field.Store.NO));
                }
                writer.addDocument(document);
            }
        }
        return line;
    }

    private static Query query(QueryBuilder builder, String text) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String field : FIELDS) {
            Query words = builder.createBooleanQuery(field, text, BooleanClause.Occur.SHOULD);
            if (words != null) {
                query.add(words, BooleanClause.Occur.SHOULD);
            }
        }
        return query.build();
    }
}
