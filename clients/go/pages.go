package issuary

// A Page is one page of a query, newest rows first unless the query says otherwise.
type Page[Row any] struct {
	// TotalCount counts the rows of all pages.
	TotalCount  int `json:"totalCount"`
	CurrentPage int `json:"currentPage"`
	PageSize    int `json:"pageSize"`
	TotalPages  int `json:"totalPages"`
	// List has the rows of this page.
	List []Row `json:"list"`
}

// A Seq goes through rows of all pages, asking for a page when it is needed. With Go 1.23 or later:
//
//	for card, err := range client.Cards.List(ctx, nil) { … }
//
// Before that call it with a function, which returns whether to go on. After an error there are no more rows.
type Seq[Row any] func(yield func(Row, error) bool)

// Collect returns all rows.
func (s Seq[Row]) Collect() (rows []Row, err error) {
	s(func(row Row, problem error) bool {
		if err = problem; err == nil {
			rows = append(rows, row)
		}
		return err == nil
	})
	return rows, err
}

type list[Row any] struct {
	List []Row `json:"list"`
}

// pages asks for one page after the other, beginning with the one that the request names.
func pages[Row any](ask func(page int) (*Page[Row], error), first int) Seq[Row] {
	return func(yield func(Row, error) bool) {
		if first < 1 {
			first = 1
		}
		for number := first; ; number++ {
			page, err := ask(number)
			if err != nil {
				var none Row
				yield(none, err)
				return
			}
			for _, row := range page.List {
				if !yield(row, nil) {
					return
				}
			}
			if len(page.List) == 0 || number >= page.TotalPages {
				return
			}
		}
	}
}
